"""Reading workbooks that anybody may have made: bounded, nothing executed, every refusal explained."""
