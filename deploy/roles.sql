-- Two roles: the owner changes the schema, the application only reads and writes rows. Append-only tables are guarded
-- by triggers, and only an owner could drop those. Run once as PostgreSQL's administrator:
--   sudo -u postgres psql --set owner_password=… --set app_password=… --file deploy/roles.sql
-- Another database for the same roles, as for a drill of restoring: --set database=drill, without passwords.
\set ON_ERROR_STOP on
\if :{?database}
\else
    \set database xiangtai
\endif

SELECT count(*) = 0 AS is_new FROM pg_roles WHERE rolname = 'xiangtai_owner' \gset
\if :is_new
    CREATE ROLE xiangtai_owner LOGIN PASSWORD :'owner_password';
    CREATE ROLE xiangtai_app LOGIN PASSWORD :'app_password';
\endif
CREATE DATABASE :"database" OWNER xiangtai_owner ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8' TEMPLATE template0;
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE :"database" TO xiangtai_app;

\connect :"database"
REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER SCHEMA public OWNER TO xiangtai_owner;
GRANT USAGE ON SCHEMA public TO xiangtai_app;

-- What later migrations make is covered too.
ALTER DEFAULT PRIVILEGES FOR ROLE xiangtai_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO xiangtai_app;
ALTER DEFAULT PRIVILEGES FOR ROLE xiangtai_owner IN SCHEMA public
    GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO xiangtai_app;
ALTER DEFAULT PRIVILEGES FOR ROLE xiangtai_owner IN SCHEMA public
    GRANT EXECUTE ON FUNCTIONS TO xiangtai_app;
