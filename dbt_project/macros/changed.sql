{# Incremental models hold rows of articles. A build first takes out those of the articles that have changed since the last one
   (raw.changed names them, also those that are no more), then puts in what is true of them now. #}

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
