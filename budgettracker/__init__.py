"""The devolved budget tracker."""
