"""Every read of people, institutions, posts and of the framework in force."""
