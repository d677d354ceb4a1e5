"""Published subsidy rates: what the government pays for a certificate in an occupation."""
