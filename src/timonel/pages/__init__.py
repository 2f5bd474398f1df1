"""The parts that pages are made of: lists, drawings, explanations, days and figures. Knows no room and no table."""
