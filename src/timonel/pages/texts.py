"""What people read: a text, or one that waits to know the language of its reader."""

from django.utils.functional import Promise

Text = str | Promise
