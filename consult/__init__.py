"""Consultations of young people for the Council Working Group on Child Online Protection."""
