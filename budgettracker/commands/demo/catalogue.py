"""What families were bought in the invented world: the text, why, where, for how much. No shop or price is a real one."""

from dataclasses import dataclass
from typing import Any

from budgettracker.schemes.kinds import UsualCategory
from budgettracker.spend.kinds import PaymentMethod, VatStatus


@dataclass(frozen=True, slots=True)
class Item:
    """Something a worker buys, in whole pounds from and to; `weight` is how often it comes up."""

    category: str
    bought_what: str
    purpose: str
    supplier: str
    least: int
    most: int
    weight: int = 2
    method: PaymentMethod = PaymentMethod.PURCHASE_CARD


_INVOICE, _TRANSFER = PaymentMethod.INVOICE, PaymentMethod.BANK_TRANSFER
_OWN, _CASH = PaymentMethod.OWN_MONEY, PaymentMethod.CASH

GOODS: dict[str, tuple[tuple[Any, ...], ...]] = {
    UsualCategory.BEDDING: (
        ("Single bed and mattress", "Each child has their own bed", "Bedroom Yard", 159, 289, 4),
        ("Bunk beds", "The children share a room and sleep better", "Bedroom Yard", 219, 349, 2),
        ("Duvets, pillows and covers", "Warm and clean bedding", "Linen Lane", 38, 96, 3),
        ("Cot and mattress", "A safe place to sleep for the baby", "Little Acorns", 95, 165, 3),
    ),
    UsualCategory.CLOTHING: (
        ("School uniform and shoes", "Back in school every day", "Uniform Corner", 62, 148, 6),
        ("Coats and boots", "Warm clothes for the walk to school", "Market Row", 58, 132, 4),
        ("Interview outfit", "A good start at the apprenticeship", "Market Row", 55, 95, 1),
    ),
    UsualCategory.HOME_IMPROVEMENT: (
        ("Carpet for the bedrooms", "A home fit to return to", "Village Carpets", 240, 460, 2),
        ("Paint and brushes", "They do up the room together", "Tool Barn", 34, 92, 2, _OWN),
        (
            "Wardrobes and a sofa bed, fitted",
            "Room for the children to come back",
            "Hallam Building",
            520,
            760,
            2,
            _INVOICE,
        ),
        ("New front door lock", "Feeling safe at home", "Keyhole Locksmiths", 88, 145, 3),
        ("Skip and clearing of the garden", "Room to play outside", "Clearway Skips", 180, 295, 1, _INVOICE),
    ),
    UsualCategory.RENT_ARREARS: (
        ("Payment towards rent arrears", "The notice is lifted", "Housing association", 260, 495, 2, _TRANSFER),
    ),
    UsualCategory.DEPOSIT: (
        ("Deposit for a flat", "Out of temporary housing", "Lettings agent", 780, 1_500, 1, _TRANSFER),
    ),
    UsualCategory.UTILITIES: (
        ("Prepayment meter top-up", "Heating on until payday", "Corner shop", 30, 60, 3, _CASH),
        ("Broadband for six months", "Homework and contact with school", "Moorline Broadband", 132, 180, 1),
    ),
    UsualCategory.WHITE_GOODS: (
        ("Washing machine", "Clean clothes without the launderette", "Corner Electricals", 229, 340, 4),
        ("Fridge freezer", "Weekly shop instead of takeaways", "Corner Electricals", 249, 395, 2),
        ("Cooker with fitting", "Hot meals at home", "Corner Electricals", 310, 470, 1),
        ("Tumble dryer, second hand", "The damp goes out of the bedrooms", "Second Turn Furniture", 85, 140, 3),
    ),
    UsualCategory.TRAVEL: (
        ("Weekly bus passes", "Getting to school and to contact visits", "Moorline Buses", 22, 58, 3),
        ("Taxi to the family group meeting", "Gran can take part", "Five Bells Taxis", 14, 38, 2),
        ("Train fares to see Dad", "Contact every other weekend", "Station ticket office", 28, 92, 3),
        ("Bicycle, helmet and lock", "His own way to college", "Freewheel Cycles", 145, 265, 2),
    ),
    UsualCategory.FOOD: (
        ("Food shop before the benefit starts", "Enough to eat this week", "Harvest Foods", 35, 85, 3),
    ),
    UsualCategory.CHILDCARE: (
        ("Holiday club, two weeks", "A safe place while Mum works", "Sprout Holiday Club", 160, 290, 3, _INVOICE),
        ("Boxing club, three months", "Somewhere to be in the evenings", "Gate Street Boxing", 75, 120, 4),
        ("Football subs and kit", "Belonging to a team", "Saltmarsh Juniors", 48, 110, 3),
    ),
    UsualCategory.EDUCATION: (
        (
            "Maths tutoring, ten sessions",
            "Catching up after missed school",
            "Bright Lane Tutors",
            280,
            420,
            2,
            _INVOICE,
        ),
        ("Laptop for college", "Coursework at home", "Refurbished Desk", 245, 410, 2),
        ("Art materials", "What she is good at", "The Paint Box", 12, 46, 2),
    ),
    UsualCategory.ASSESSMENT: (
        ("Speech and language assessment", "Understanding what he needs", "Clear Voice Therapy", 260, 450, 1, _INVOICE),
    ),
    UsualCategory.COUNSELLING: (
        ("Counselling, six sessions", "Talking about what happened", "Harbour Counselling", 270, 420, 3, _INVOICE),
        (
            "Family therapy, eight sessions",
            "Living together again without shouting",
            "Harbour Counselling",
            560,
            880,
            2,
            _INVOICE,
        ),
    ),
    UsualCategory.MEDIATION: (
        ("Mediation between Mum and her sister", "The aunt can help again", "Middle Ground", 180, 320, 1, _INVOICE),
    ),
    UsualCategory.ACTIVITIES: (
        ("Swimming for the family", "Time together that is fun", "Leisure centre", 14, 32, 2),
        ("Cinema and pizza", "Dad and daughter start to talk", "Picture House", 28, 55, 2, _OWN),
        ("Museum and picnic", "A day out after a hard month", "Railway museum", 18, 48, 2, _OWN),
        ("Guitar, second hand", "Something to do together", "Second Turn Furniture", 45, 95, 1),
    ),
    UsualCategory.MEALS: (
        ("Lunch after the meeting", "A good end to a hard talk", "Bridge Café", 10, 26, 2, _OWN),
        ("Slow cooker and recipe books", "Cooking together", "Corner Electricals", 32, 54, 2),
    ),
    UsualCategory.FAMILY_TIME: (
        ("Caravan weekend", "The first days away together", "Seaview Caravans", 190, 380, 2),
        ("Photo album and prints", "The children see their own story", "Print Shop", 16, 38, 2),
        ("Garden toys and a slide", "Playing at home", "Market Row", 26, 72, 2),
    ),
    UsualCategory.RESPITE: (
        ("Weekend with the foster grandparents", "Mum can rest", "Kinship respite", 120, 240, 1, _TRANSFER),
    ),
    UsualCategory.WIDER_FAMILY: (
        ("Spare bed for Gran", "She can stay when it is needed", "Bedroom Yard", 110, 210, 3),
    ),
}
"""By category: what, what it should help with, shop, whole pounds from and to, how often, how paid (by card)."""

ITEMS = tuple(Item(category, *facts) for category, goods in GOODS.items() for facts in goods)
FOR_TEENAGERS = {
    *("Interview outfit", "Bicycle, helmet and lock", "Laptop for college", "Boxing club, three months"),
    "Guitar, second hand",
}
FOR_THE_YOUNG = {
    *("Cot and mattress", "Holiday club, two weeks", "Garden toys and a slide", "Bunk beds"),
    *("Speech and language assessment", "Coats and boots"),
}
SMALLEST = Item(
    UsualCategory.MEALS, "Hot chocolate and a sandwich", "A talk away from home", "Bridge Café", 9, 9, 1, _OWN
)


def items_for(youngest: int) -> tuple[Item, ...]:
    """What suits an authority's families: those of teenagers where the youngest child is one, else those of all ages."""
    unfit = FOR_THE_YOUNG if youngest > 10 else FOR_TEENAGERS
    return tuple(item for item in (*ITEMS, SMALLEST) if item.bought_what not in unfit)


DECLINED = (
    "The housing association has agreed to pay for this. Please ask them first and come back if they do not.",
    "The school's hardship fund covers this. I have spoken to them; they expect your call.",
    "I cannot see yet how this helps the plan. Let us talk about it in supervision on Thursday.",
    "Two of the three quotes are missing. Please send them and ask again.",
)
APPROVED = (
    "Agreed. Please keep the receipt.",
    "Agreed, this is what the family asked for at the last review.",
    "",
    "Fine. Ask the shop for the delivery date.",
    "",
)
LIMIT_REASONS = (
    "The family's plan, made with them on the first visit.",
    "What the family group meeting asked for, with something kept for later.",
    "Beds, heating, and the club for half a year.",
)
OTHER_HELP = (
    (UsualCategory.FOOD, "Food vouchers", "Section 17 money while the claim is decided", "Harvest Foods", 30, 80),
    (UsualCategory.TRAVEL, "Bus fares to contact", "Section 17 money", "Moorline Buses", 12, 35),
    (UsualCategory.BEDDING, "Mattress", "Section 17 money", "Bedroom Yard", 80, 160),
    (UsualCategory.UTILITIES, "Meter top-up", "Section 17 money", "Corner shop", 20, 50),
)


def vat_of(item: Item, pence: int) -> dict[str, Any]:
    """The VAT on an invoice, which the council gets back; nobody looks for it on a till slip."""
    invoiced = item.method == PaymentMethod.INVOICE
    return {"vat_pence": pence // 6, "vat_status": VatStatus.RECOVERABLE} if invoiced else {}
