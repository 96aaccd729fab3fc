"""The names of the sheets that every workbook has; no table of a scheme may take one of them."""

GUIDE, DATA, FORM, CHECK = "填报说明", "基础数据", "指标评分表", "校验"
POINTS_TO_CHECK, IDENTITY = "检查项", "xlgen"
RESERVED = (GUIDE, DATA, FORM, CHECK, POINTS_TO_CHECK, IDENTITY)
