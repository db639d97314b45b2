"""The province: joining, reconciling, its editions, exchange by USB stick."""
