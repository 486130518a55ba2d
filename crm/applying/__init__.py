"""The applicant's and the employer's side of the talent pool: outsiders, each with nothing but their own."""
