"""What a workbook says of itself as a whole."""

READY, NOT_READY = "可以报送", "暂不能报送"
NOT_COMPUTED = f"{NOT_READY}：函数加载项没有启用，得分没有算出"
