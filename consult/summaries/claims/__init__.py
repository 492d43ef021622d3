"""What a summary claims: each sentence with the published counts, quotes and themes it rests on."""
