"""The table of deeds: what each records, by whom, with which changes, and which authority the line names."""

from tests.audit.draws import DRAWS
from tests.audit.families_and_schemes import FAMILIES
from tests.audit.hidden import HIDDEN
from tests.audit.money import MONEY
from tests.audit.people import PEOPLE
from tests.audit.reading import READING
from tests.audit.studies import STUDIES
from tests.audit.time_and_posts import TIME
from tests.audit.told import Row
from tests.audit.vouchers import VOUCHERS

TABLE: tuple[Row, ...] = (*PEOPLE, *FAMILIES, *DRAWS, *MONEY, *VOUCHERS, *HIDDEN, *TIME, *STUDIES, *READING)
