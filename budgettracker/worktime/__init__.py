"""Who worked how long on what with which families."""
