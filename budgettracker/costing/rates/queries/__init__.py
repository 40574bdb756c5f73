"""Reading posts, their dated costs, and the rates these give."""
