-- The example's change of the reference data: country codes of three letters.

UPDATE mydev.country_lookup_table SET combinedname = 'US-USA-US' WHERE code = 'US';
UPDATE mydev.country_lookup_table SET combinedname = 'CA-CAN-Canada' WHERE code = 'CA';
UPDATE mydev.country_lookup_table SET combinedname = 'CN-CHN-China' WHERE code = 'CN';
UPDATE mydev.country_lookup_table SET combinedname = 'IN-IND-India' WHERE code = 'IN';
