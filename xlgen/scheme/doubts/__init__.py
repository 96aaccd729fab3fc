"""What a scheme that can be used probably does not mean: warnings of `xlgen lint`."""
