"""What pages share: the view a person looks at, painters, the cached boards."""
