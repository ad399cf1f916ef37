"""What a person prints: documents drawn from what smsdata knows. Reports decide nothing."""
