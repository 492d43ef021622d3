"""What is asked: question types, pages, show-if rules, versions, import."""
