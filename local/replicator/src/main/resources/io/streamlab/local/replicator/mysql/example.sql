CREATE DATABASE IF NOT EXISTS mydev;

CREATE TABLE IF NOT EXISTS mydev.country_lookup_table
(
  code varchar(5),
  countryname varchar(40) not null,
  combinedname varchar(40) not null
);

-- Only into an empty table: the first start may have been interrupted after this statement.
INSERT INTO mydev.country_lookup_table (code, countryname, combinedname)
SELECT * FROM
(
  VALUES ('IN', 'India', 'IN-India'), ('US', 'USA', 'US-USA'), ('CA', 'Canada', 'CA-Canada'), ('CN', 'China', 'CN-China')
) AS example
WHERE NOT EXISTS (SELECT 1 FROM mydev.country_lookup_table);
