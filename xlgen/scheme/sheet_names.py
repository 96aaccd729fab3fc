"""The names of the sheets that every workbook has; no table of a scheme may take one of them."""

GUIDE, FORM, LIST, CHECK, MATERIAL = "填报说明", "指标评分表", "填报清单", "校验", "报告素材"
IDENTITY = "xlgen"
WORKING_PAPER, REASONS = "复核底稿", "扣分口径"
"""Those of a review workbook beside the form's."""
FIRST_EDITION_DATA = "基础数据"
"""The sheet by which workbooks of the first edition are recognised."""
RESERVED = (GUIDE, FORM, LIST, CHECK, MATERIAL, IDENTITY, FIRST_EDITION_DATA, WORKING_PAPER, REASONS)
