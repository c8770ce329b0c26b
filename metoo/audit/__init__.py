"""What a thief or a subpoena would get: what is kept, where, and that it is no more than that.

inventory     what every table, column, log, cache, session and file holds of anyone
installation  what this installation has, against the inventory
planting      a site to be thrown away, which people and attackers with canaries come to
"""
