-- The example's reference data in MySQL. Can be run again: it changes nothing that is there.

CREATE DATABASE IF NOT EXISTS mydev;

-- The published example has no primary key. Here it is what DynamoDB has as its key: without one, DMS applies batches of
-- inserts only, and finds the row of an UPDATE or DELETE by all its columns.
CREATE TABLE IF NOT EXISTS mydev.country_lookup_table
(
  code varchar(5) NOT NULL,
  countryname varchar(40) NOT NULL,
  combinedname varchar(40) NOT NULL,
  PRIMARY KEY (code, countryname)
);

-- Only into an empty table, so that rows which somebody has deleted stay deleted.
INSERT INTO mydev.country_lookup_table (code, countryname, combinedname)
SELECT * FROM
(
  SELECT 'IN' AS code, 'India' AS countryname, 'IN-India' AS combinedname
  UNION ALL SELECT 'US', 'USA', 'US-USA'
  UNION ALL SELECT 'CA', 'Canada', 'CA-Canada'
  UNION ALL SELECT 'CN', 'China', 'CN-China'
) AS example
WHERE NOT EXISTS (SELECT 1 FROM mydev.country_lookup_table);

-- Aurora would delete the binlog as soon as it can, perhaps before DMS has read it.
CALL mysql.rds_set_configuration('binlog retention hours', 24);
