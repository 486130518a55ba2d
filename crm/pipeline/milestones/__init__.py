"""The milestone plan of a project: planned days, forecasts kept over time, actual days."""
