"""What the examples of the demo buy: larger things, and those that go wrong. Shops and prices are invented."""

from budgettracker.commands.demo.catalogue import Item
from budgettracker.schemes.kinds import UsualCategory
from budgettracker.spend.kinds import PaymentMethod

LAPTOP = Item(
    UsualCategory.EDUCATION,
    "Laptop and software for college",
    "He starts next term and has none",
    "Refurbished Desk",
    640,
    640,
)
RECORDING = Item(
    UsualCategory.ACTIVITIES,
    "Recording studio course, ten weeks",
    "Somewhere to be on Friday nights",
    "Backbeat Studio",
    780,
    780,
)
CONSOLE = Item(
    UsualCategory.ACTIVITIES,
    "Games console and television",
    "Something to do at home",
    "Corner Electricals",
    899,
    899,
)
MOPED = Item(
    UsualCategory.TRAVEL, "Moped lessons and kit", "Getting to work at the garage", "Freewheel Cycles", 560, 560
)
TRAIN = Item(
    UsualCategory.TRAVEL,
    "Two train fares and a night's lodging",
    "Bringing her home after she was found",
    "Station ticket office",
    612,
    612,
)
KITCHEN = Item(
    UsualCategory.HOME_IMPROVEMENT,
    "Kitchen made safe, wiring and worktop",
    "The landlord will not; the court asks for it",
    "Hallam Building",
    2_400,
    2_400,
    1,
    PaymentMethod.INVOICE,
)
SOFA = Item(
    UsualCategory.HOME_IMPROVEMENT, "Sofa and table", "Eating and sitting together", "Second Turn Furniture", 480, 480
)
BEDS = Item(UsualCategory.BEDDING, "Beds for the children", "The return home is next month", "Bedroom Yard", 495, 495)
TUTOR = Item(
    UsualCategory.EDUCATION,
    "Reading tutor, eight lessons",
    "Reading before secondary school",
    "Bright Lane Tutors",
    240,
    240,
    1,
    PaymentMethod.INVOICE,
)
RESPITE = Item(
    UsualCategory.RESPITE,
    "Respite, one weekend a month",
    "Mum can rest",
    "Kinship respite",
    180,
    180,
    1,
    PaymentMethod.BANK_TRANSFER,
)
TAXI = Item(
    UsualCategory.TRAVEL,
    "Taxi to school, once a week",
    "He is at school in time when the bus does not run",
    "Moor Cabs",
    18,
    18,
    1,
    PaymentMethod.INVOICE,
)
NURSERY = Item(
    UsualCategory.CHILDCARE,
    "Nursery place, two days a week",
    "Mum goes to her group on Tuesdays",
    "Sprout Nursery",
    52,
    52,
    1,
    PaymentMethod.INVOICE,
)
ROOM = Item(
    UsualCategory.DEPOSIT,
    "Deposit for a room",
    "Out of the hostel",
    "Lettings agent",
    505,
    505,
    1,
    PaymentMethod.BANK_TRANSFER,
)
COAT = Item(UsualCategory.CLOTHING, "Coat", "Warm on the way to school", "Market Row", 46, 46)
LARGEST = Item(
    UsualCategory.DEPOSIT,
    "Deposit and first month's rent",
    "Away from the people who exploit him",
    "Lettings agent",
    1_800,
    1_800,
    0,
    PaymentMethod.BANK_TRANSFER,
)
