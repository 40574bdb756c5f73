"""What helping a family costs: posts and their dated rates, and costing runs over logged time."""
