"""What models, reports and crm all stand on. Standard library only."""
