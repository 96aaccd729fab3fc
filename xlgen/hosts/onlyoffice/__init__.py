"""The custom functions in ONLYOFFICE: a library that a person pastes in and a workbook then carries along."""
