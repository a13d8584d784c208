-- The text of an id as the program shows it ("ord_05zj5rks…"): the prefix, then the 128 bits and two zeros in Crockford's base 32, lower case.
-- For queries that compare a module's uuid with the text by which another module knows it. Written out bit by bit, because the planner
-- then takes it in as an expression: an aggregate over the digits is ten times slower.
create function vitrine.id_text(prefix text, id uuid) returns text
    language sql immutable parallel safe
    return prefix || '_'
        || substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + ((get_byte(uuid_send(id), 0) << 8 | get_byte(uuid_send(id), 1)) >> 11 & 31), 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + ((get_byte(uuid_send(id), 0) << 8 | get_byte(uuid_send(id), 1)) >> 6 & 31), 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + ((get_byte(uuid_send(id), 1) << 8 | get_byte(uuid_send(id), 2)) >> 9 & 31), 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + ((get_byte(uuid_send(id), 1) << 8 | get_byte(uuid_send(id), 2)) >> 4 & 31), 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + ((get_byte(uuid_send(id), 2) << 8 | get_byte(uuid_send(id), 3)) >> 7 & 31), 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + ((get_byte(uuid_send(id), 3) << 8 | get_byte(uuid_send(id), 4)) >> 10 & 31), 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + ((get_byte(uuid_send(id), 3) << 8 | get_byte(uuid_send(id), 4)) >> 5 & 31), 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + ((get_byte(uuid_send(id), 4) << 8 | get_byte(uuid_send(id), 5)) >> 8 & 31), 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + ((get_byte(uuid_send(id), 5) << 8 | get_byte(uuid_send(id), 6)) >> 11 & 31), 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + ((get_byte(uuid_send(id), 5) << 8 | get_byte(uuid_send(id), 6)) >> 6 & 31), 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + ((get_byte(uuid_send(id), 6) << 8 | get_byte(uuid_send(id), 7)) >> 9 & 31), 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + ((get_byte(uuid_send(id), 6) << 8 | get_byte(uuid_send(id), 7)) >> 4 & 31), 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + ((get_byte(uuid_send(id), 7) << 8 | get_byte(uuid_send(id), 8)) >> 7 & 31), 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + ((get_byte(uuid_send(id), 8) << 8 | get_byte(uuid_send(id), 9)) >> 10 & 31), 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + ((get_byte(uuid_send(id), 8) << 8 | get_byte(uuid_send(id), 9)) >> 5 & 31), 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + ((get_byte(uuid_send(id), 9) << 8 | get_byte(uuid_send(id), 10)) >> 8 & 31), 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + ((get_byte(uuid_send(id), 10) << 8 | get_byte(uuid_send(id), 11)) >> 11 & 31), 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + ((get_byte(uuid_send(id), 10) << 8 | get_byte(uuid_send(id), 11)) >> 6 & 31), 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + ((get_byte(uuid_send(id), 11) << 8 | get_byte(uuid_send(id), 12)) >> 9 & 31), 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + ((get_byte(uuid_send(id), 11) << 8 | get_byte(uuid_send(id), 12)) >> 4 & 31), 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + ((get_byte(uuid_send(id), 12) << 8 | get_byte(uuid_send(id), 13)) >> 7 & 31), 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + ((get_byte(uuid_send(id), 13) << 8 | get_byte(uuid_send(id), 14)) >> 10 & 31), 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + ((get_byte(uuid_send(id), 13) << 8 | get_byte(uuid_send(id), 14)) >> 5 & 31), 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + ((get_byte(uuid_send(id), 14) << 8 | get_byte(uuid_send(id), 15)) >> 8 & 31), 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + (get_byte(uuid_send(id), 15) << 8 >> 11 & 31), 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + (get_byte(uuid_send(id), 15) << 8 >> 6 & 31), 1);
