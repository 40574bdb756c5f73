"""`make docs`: draw the house, write the data dictionary and the table of second hands anew from the code."""

from tests.docs import dictionary, house, second_hands


def main() -> None:
    """Write the files where the code has moved on from them."""
    written = (
        (house.PICTURE, house.picture()),
        (dictionary.DICTIONARY, dictionary.dictionary()),
        (second_hands.PAGE, second_hands.page()),
    )
    for path, text in written:
        changed = not path.exists() or path.read_text(encoding="utf-8") != text
        if changed:
            path.write_text(text, encoding="utf-8")
        print(f"{path.name}: {'written anew' if changed else 'current'}")


if __name__ == "__main__":
    main()
