"""`make docs`: draw the house and write the data dictionary anew from the code."""

from tests.docs import dictionary, house


def main() -> None:
    """Write both files where the code has moved on from them."""
    for path, text in ((house.PICTURE, house.picture()), (dictionary.DICTIONARY, dictionary.dictionary())):
        changed = not path.exists() or path.read_text(encoding="utf-8") != text
        if changed:
            path.write_text(text, encoding="utf-8")
        print(f"{path.name}: {'written anew' if changed else 'current'}")


if __name__ == "__main__":
    main()
