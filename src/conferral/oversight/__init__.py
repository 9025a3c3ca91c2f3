"""Looking at everything: numbers for staff, rights for the people concerned."""
