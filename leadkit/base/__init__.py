"""What all others stand on: errors, our columns, the leads table. No kind of field, no file."""
