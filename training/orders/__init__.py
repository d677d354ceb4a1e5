"""What employers ordered (企业订单), and the classes providers offered in answer."""
