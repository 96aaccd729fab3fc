"""The names of the sheets that every workbook has; no table of a scheme may take one of them."""

GUIDE, FORM, LIST, CHECK, MATERIAL = "填报说明", "指标评分表", "填报清单", "校验", "报告素材"
IDENTITY = "xlgen"
RESERVED = (GUIDE, FORM, LIST, CHECK, MATERIAL, IDENTITY)
