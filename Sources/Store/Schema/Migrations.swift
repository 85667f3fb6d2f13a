import GRDB

/// The migrations, in order.
///
/// Each is frozen once it has landed.
enum Migrations {
    static var standard: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("001") { try $0.execute(sql: Schema001.sql) }
        migrator.registerMigration("002") { try $0.execute(sql: Schema002.sql) }
        migrator.registerMigration("003") { try $0.execute(sql: Schema003.sql) }
        migrator.registerMigration("004") { try $0.execute(sql: Schema004.sql) }
        migrator.registerMigration("005") { try $0.execute(sql: Schema005.sql) }
        migrator.registerMigration("006") { try $0.execute(sql: Schema006.sql) }
        migrator.registerMigration("007") { try $0.execute(sql: Schema007.sql) }
        migrator.registerMigration("008") { try $0.execute(sql: Schema008.sql) }
        migrator.registerMigration("009") { try $0.execute(sql: Schema009.sql) }
        migrator.registerMigration("010") { try $0.execute(sql: Schema010.sql) }
        migrator.registerMigration("011") { try $0.execute(sql: Schema011.sql) }
        migrator.registerMigration("012") { try $0.execute(sql: Schema012.sql) }
        return migrator
    }
}
