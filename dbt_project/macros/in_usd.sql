{# An amount in US dollars, to the cent; null where the words only give a size, where there is no rate, or beyond all size. #}
{% macro in_usd(amount) -%}
    case
        when vague then null
        when currency = 'USD' then {{ amount }}
        else try_cast(round({{ amount }} * usd_per_unit, 2) as decimal(38, 6))
    end
{%- endmacro %}
