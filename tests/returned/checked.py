"""Files checked as `xlgen validate` does, without its reports."""

from __future__ import annotations

from pathlib import Path

from samples.defects.making import SCHEME, scheme
from xlgen.places import scheme_files
from xlgen.returned.campaign import Campaign, campaign
from xlgen.returned.finding import Finding
from xlgen.returned.findings import Code, Level
from xlgen.returned.package import package_of
from xlgen.returned.read import identity_in
from xlgen.returned.book import workbook_of
from xlgen.returned.roster import read_roster
from xlgen.returned.running import Checking, check_all
from xlgen.returned.sources import Source, find_sources
from xlgen.returned.unreadable import Unreadable
