"""The closed lists of vouchers and cards, with the words pages print for them."""

from enum import StrEnum


class VoucherKind(StrEnum):
    """What is handed to a family in place of money."""

    SHOP_VOUCHER = "shop_voucher"
    GIFT_CARD = "gift_card"
    PREPAID_CARD = "prepaid_card"

    @property
    def words(self) -> str:
        """One of them, as forms and pages print it."""
        return self.value.replace("_", " ").capitalize()


class VoucherMoveKind(StrEnum):
    """What happened to one voucher: into the stock, or out of it."""

    RECEIVED = "received"
    ISSUED = "issued"
    RETURNED = "returned"
    MISSING = "missing"
    FOUND = "found"

    @property
    def words(self) -> str:
        """Where a voucher is once this has happened."""
        return {
            VoucherMoveKind.RECEIVED: "In hand",
            VoucherMoveKind.ISSUED: "Issued",
            VoucherMoveKind.RETURNED: "In hand, came back",
            VoucherMoveKind.MISSING: "Missing",
            VoucherMoveKind.FOUND: "In hand, was missing",
        }[self]


INTO_STOCK = (VoucherMoveKind.RECEIVED, VoucherMoveKind.RETURNED, VoucherMoveKind.FOUND)
"""After these a voucher is in hand; after every other it is not."""
