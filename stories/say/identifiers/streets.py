"""How streets, flats and boxes are called. Folded, in the languages of many places."""

# After a name: 12 Acacia Avenue.
SURE_AFTER = frozenset(
    "street avenue ave boulevard blvd crescent terrace road rd lane square gardens highway".split()
)
AFTER = SURE_AFTER | frozenset(
    """st ln drive dr close way court courts ct cres place pl sq grove parade row hill hwy walk mews
    parkway park parks pkwy alley circle cir trail rise view quay wharf gateway gate heights green
    loop plaza turnpike pike bypass field fields mount vale broadway meadow meadows orchard crossing
    ridge bridge brae drove circus path track""".split()
)
# Before a name: calle Mayor 12, 8 rue du Moulin, شارع ...
SURE_BEFORE = frozenset(
    """calle avenida avda paseo carretera travesia callejon calzada carrer
    rue avenue boulevard chemin impasse allee ruelle
    rua travessa alameda rodovia via viale piazza corso vicolo ulica jalan
    شارع طريق نهج زنقه حاره ميدان درب""".split()
)
BEFORE = SURE_BEFORE | frozenset(
    """av c plaza camino ronda pasaje carrera bulevar urbanizacion colonia
    bd blvd quai route cours passage square faubourg cite residence lotissement place villa allees
    praca largo estrada strada contrada ul str bulevardul jl حي""".split()
)
# At the end of the name itself: Koskikatu 25, Villacher Strasse 89.
ENDINGS = (
    "strasse", "weg", "gasse", "platz", "allee", "ufer", "katu", "tie", "polku", "kuja", "gata",
    "gatan", "gatu", "gade", "vej", "vegen", "veien", "vagen", "gaten", "grand", "straede",
    "straat", "laan", "plein", "kade", "dijk", "gracht", "stigur", "vegur", "braut", "brucke",
)  # fmt: skip
LONG_ENDINGS = (
    "strasse",
    "gasse",
    "platz",
    "katu",
    "gata",
    "gatan",
    "gade",
    "vej",
    "vegen",
    "straat",
)
ALONE_AT_END = frozenset("utca u ut ter koz sokak caddesi ulice namesti str gate vei allee".split())
# Parts of a town, which follow a street and its number and have none of their own.
QUARTERS = frozenset("colonia urbanizacion barrio bairro".split())
NUMBERED = BEFORE - QUARTERS
# Where no capital tells a name, only of a street; a way or a lane is too often a word.
ARABIC_STREET = "شارع"
UNITS = frozenset(
    """apt apartment suite ste unit flat floor room piso puerta apto depto departamento
    appt appartement etage batiment bat escalera escalier portal interior شقه عماره بنايه""".split()
)
SURE_UNITS = frozenset("apt apartment suite apto appt".split())
NUMBER_WORDS = frozenset("no nr num numero n número رقم".split())
BOXES = frozenset("box postbox pobox apartado postfach bp psc cmr".split())
# What a number beside a street counts, of three digits and more: 200 people, 100 metres on.
COUNTED = frozenset(
    """personas mujeres hombres chicos manifestantes metros pasos pessoas mulheres homens passos
    personnes femmes hommes metres pas people women men steps""".split()
)
# A span of time or way is no street: a 20 minute drive, a 2 hour walk.
MEASURES = frozenset(
    """minute minutes min mins hour hours hr hrs day days week weeks month months year years mile
    miles km kilometre kilometer metre meter foot feet am pm man men women people lane lanes
    second seconds block blocks times more other old way""".split()
)
