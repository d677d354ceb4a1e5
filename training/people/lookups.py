"""Finding one person among a million, by what an index can answer (migration 0003)."""

from django.db.models import BigIntegerField, CharField, Lookup
from django.db.models.lookups import In


@CharField.register_lookup
class Holds(Lookup):
    """``name__holds="秀英"``: the text stands somewhere in the column, sign for sign."""

    lookup_name = "holds"

    def as_sql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        return f"instr({column}, %s) > 0", [*params, self.rhs]

    def as_postgresql(self, compiler, connection):
        # The index knows the signs of each name, not their order; the order is looked at after.
        column, params = self.process_lhs(compiler, connection)
        signs = f"string_to_array({column}, NULL) @> string_to_array(%s, NULL)"
        return f"({signs} AND strpos({column}, %s) > 0)", [*params, self.rhs, *params, self.rhs]

    def get_prep_lookup(self):
        return str(self.rhs)


@CharField.register_lookup
class EndsIn(Lookup):
    """``phone__ends_in="2222"``: the last digits, as people remember a number."""

    lookup_name = "ends_in"

    def as_sql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        return f"substr({column}, -{len(self.rhs)}) = %s", [*params, self.rhs]

    def as_postgresql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        backwards = self.rhs[::-1].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return (
            f"(reverse({column}) LIKE %s AND {column} <> '')",
            [*params, f"{backwards}%", *params],
        )

    def get_prep_lookup(self):
        return str(self.rhs)


@CharField.register_lookup
@BigIntegerField.register_lookup
class AmongMany(In):
    """``id_index__among=[…]``: thousands of values as one array, not as thousands of parameters."""

    lookup_name = "among"

    def as_postgresql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", [*params, list(self.rhs)]
