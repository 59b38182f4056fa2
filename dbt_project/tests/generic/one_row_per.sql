{# Passes if no two rows have the same values in the columns; null is a value like any other. #}
{% test one_row_per(model, columns) %}
    select {{ columns | join(', ') }}
    from {{ model }}
    group by all
    having count(*) > 1
{% endtest %}
