"""Papers on one firm: the measures for it (一企一策), and its profile (企业专报)."""
