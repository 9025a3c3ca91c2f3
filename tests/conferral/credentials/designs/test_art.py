from conferral.credentials.designs import art


def test_the_files_in_the_folder_are_what_the_module_draws():
    for name, drawing in art.drawings().items():
        assert (art.FOLDER / name).read_text() == drawing
