"""Two tiers: packages that go to the 主管部门 and come back, and what is summed up for them."""
