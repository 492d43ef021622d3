"""Bringing a consultation to young people: short link, QR code, poster, a card for other sites."""
