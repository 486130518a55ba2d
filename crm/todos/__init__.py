"""To-dos: what people have to do by a day, their own or the duty of another record."""
