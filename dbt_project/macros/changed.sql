{# Incremental models hold rows of articles. A build first takes out those of the articles that have changed since the last one
   (raw.changed names them, also those that are no more), then puts in what is true of them now. Those that hold rows of words,
   clusters or people on a day take out and put in those that changed articles had or have (raw.changed_keys names them). #}

{# Takes the rows of changed articles out of a model; for its pre_hook. #}
{% macro forget_changed() -%}
    {% if is_incremental() %}delete from {{ this }} where article_id in (select article_id from raw.changed){% endif %}
{%- endmacro %}

{# Whether rows (of a table, where a query has several) are of changed articles; where all is built anew, all are. The days tell
   which parts of a table to read. #}
{% macro is_changed(table=none) -%}
    {%- set of = table ~ '.' if table else '' -%}
    {%- if is_incremental() -%}
        {{ of }}landed_on in (select landed_on from raw.changed) and {{ of }}article_id in (select article_id from raw.changed)
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{# Whether articles have changed, or another text of their address has. #}
{% macro has_changed_url() -%}
    {%- if is_incremental() -%}
        (({{ is_changed() }}) or url in (select url from {{ source('raw', 'articles') }} where {{ is_changed() }}))
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{# Notes the articles in which a name now means another person, before the models that hold it are built; for the post_hook of stg_names. #}
{% macro note_changed_names() -%}
    {%- if execute -%}
        {%- for model, name, condition in [('stg_people', 'name_in_article', 'true'), ('stg_quotes', 'speaker', "speaker_kind = 'person'")] -%}
            {%- set there = adapter.get_relation(this.database, this.schema, model) -%}
            {%- if there is not none and there.type == 'table' %}
                insert into raw.changed
                select rows.article_id, rows.landed_on
                from {{ there }} as rows
                left join {{ this }} as names on rows.{{ name }} = names.name
                where {{ condition }} and rows.person is distinct from names.person
                except
                from raw.changed;
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{# Notes the keys of a kind in the rows of a model that a condition selects, by default those of changed articles: in its pre_hook
   before they go, and in its post_hook when they have come. #}
{% macro note_keys(kind, key, condition='article_id in (select article_id from raw.changed)') -%}
    {%- if is_incremental() -%}
        insert into raw.changed_keys
        select '{{ kind }}', {{ key }} from {{ this }} where {{ condition }}
        except
        from raw.changed_keys
    {%- endif -%}
{%- endmacro %}

{# The keys of a kind that have changed. #}
{% macro changed_keys(kind) -%}
    (select key from raw.changed_keys where kind = '{{ kind }}')
{%- endmacro %}

{# Takes the rows of changed keys out of a model; for its pre_hook. #}
{% macro forget_keys(kind, key) -%}
    {% if is_incremental() %}delete from {{ this }} where {{ key }} in {{ changed_keys(kind) }}{% endif %}
{%- endmacro %}

{# Whether rows are of changed keys; where all is built anew, all are. #}
{% macro has_changed_key(kind, key) -%}
    {% if is_incremental() %}{{ key }} in {{ changed_keys(kind) }}{% else %}true{% endif %}
{%- endmacro %}

{# The key of a person on a day of publication, which may not be known. #}
{% macro on_a_day() -%}
    concat_ws(' ', day, person)
{%- endmacro %}
